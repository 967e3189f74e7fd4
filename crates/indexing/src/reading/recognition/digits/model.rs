//! The model: a small network for lines of any print or hand, of which only digits and what stands
//! around them are asked. It comes as one file from a package (`scripts/setup`) and runs in the limited
//! child, on one thread. What goes wrong with it costs the second reading and nothing else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rten::{ModelOptions, RunOptions, ThreadPool, Value};

use super::letters::{CLASSES, Letters};
use super::strip::{HEIGHT, Strip};

/// Variable that says where the file is.
const VARIABLE: &str = "DIGITS_MODEL";
/// Where it is otherwise.
const USUAL: &str = "/usr/local/share/congvan/digits.onnx";

/// Where the file of the model is, if it is there.
pub fn path() -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
    let path = named.map_or_else(|| Path::new(USUAL).to_owned(), PathBuf::from);
    path.is_file().then_some(path)
}

/// A model that is ready.
pub struct Model {
    network: rten::Model,
    threads: Arc<ThreadPool>,
}

impl Model {
    /// Loads it, if it is there and is what it should be.
    pub fn load() -> Option<Self> {
        let bytes = std::fs::read(path()?).ok()?;
        let network = ModelOptions::with_all_ops().load(bytes).ok()?;
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        Some(Model { network, threads })
    }

    /// The letters of a strip.
    pub fn letters(&self, strip: &Strip) -> Option<Letters> {
        let plane: Vec<f32> = strip.dots.iter().map(|dot| dot / 127.5 - 1.0).collect();
        let planes = plane.repeat(3);
        let input = Value::from_shape([1, 3, HEIGHT, strip.width], planes).ok()?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let output = self.network.run_one((&input).into(), Some(options)).ok()?;
        let ([_, steps, classes], shares) = output.into_shape_vec::<f32, 3>().ok()?;
        (classes == CLASSES && steps > 0).then(|| Letters::of(&shares, strip.width))
    }
}
