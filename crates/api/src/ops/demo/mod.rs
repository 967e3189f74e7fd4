//! The demo office: agencies, units, people and papers that come with the program, and a month that
//! they have lived.

mod month;

pub use month::{Files, Lived, live, since};

use std::borrow::Cow;
use std::path::PathBuf;

use rust_embed::RustEmbed;
use serde::Deserialize;
use storage::organisations::Organisation;
use workflow::access::Role;
use workflow::{Refusal, UnitId};

use super::App;
use super::documents::{ImportFile, plan};
use super::organisations::{NewPerson, NewPosition, add_person, add_unit, found, list};
use crate::error::{OpError, Result};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../tests/data"]
#[include = "papers/**"]
#[include = "manifest.jsonl"]
#[include = "office.json"]
#[include = "month/**"]
struct Kept;

/// The demo office as described in `tests/data/office.json`.
#[derive(Debug, Deserialize)]
pub struct Office {
    /// One password for everybody.
    pub password: String,
    /// The agencies.
    pub organisations: Vec<Agency>,
}

/// An agency of the demo office.
#[derive(Debug, Deserialize)]
pub struct Agency {
    /// Short name.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// What stands for it in number and symbol.
    pub abbreviation: String,
    /// Where it is.
    pub place: String,
    /// Its units.
    pub units: Vec<Section>,
    /// Its people.
    pub people: Vec<Somebody>,
    /// Who moves to another unit in the course of the month.
    pub mover: Option<Move>,
}

/// A unit of the demo office.
#[derive(Debug, Deserialize)]
pub struct Section {
    /// Full name.
    pub name: String,
    /// What stands for it in number and symbol.
    pub abbreviation: String,
}

/// Somebody moves to another unit.
#[derive(Debug, Clone, Deserialize)]
pub struct Move {
    /// Who, by sign-in name.
    pub login: String,
    /// Abbreviation of the unit.
    pub to: String,
    /// Title of the new post.
    pub title: String,
    /// Who goes on with what waited for him, by sign-in name.
    pub successor: String,
}

/// A person of the demo office.
#[derive(Debug, Deserialize)]
pub struct Somebody {
    /// Sign-in name.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Title of the post.
    pub title: String,
    /// Code of the role.
    pub role: String,
    /// Name of the unit, if the post belongs to one.
    pub unit: Option<String>,
}

/// A file of the data that comes with the program.
fn kept(path: &str) -> Option<Cow<'static, [u8]>> {
    Kept::get(path).map(|file| file.data)
}

/// Reads the description.
pub fn office() -> Result<Office> {
    let file = kept("office.json").ok_or_else(|| OpError::Internal("no demo office".into()))?;
    serde_json::from_slice(&file).map_err(|error| OpError::Internal(error.to_string()))
}

/// Says whether the data folder holds no office yet.
pub async fn is_new(app: &App) -> Result<bool> {
    Ok(list(app).await?.is_empty())
}

/// Whether a month is lived in the office after it was founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// No: papers stand in no more than the register they name.
    Nothing,
    /// Yes: papers come in without a register, and the clerk enters them.
    Month,
}

/// Founds agencies, units and people; answers the papers to import for each agency.
pub async fn furnish(
    app: &App,
    office: &Office,
    then: Then,
) -> Result<Vec<(Organisation, Vec<ImportFile>)>> {
    let folder = unpack(app).await?;
    let manifest = folder.join("manifest.jsonl");
    let mut papers = Vec::new();
    for agency in &office.organisations {
        let organisation = found(app, &agency.slug, &agency.name).await?;
        let mut units = Vec::new();
        for unit in &agency.units {
            let name = unit.name.as_str();
            let id = add_unit(app, organisation.id, None, (name, None), None).await?;
            units.push((name, id));
        }
        for somebody in &agency.people {
            let new = new_person(somebody, &units, &office.password)?;
            add_person(app, organisation.id, None, new, None).await?;
        }
        let mut files = plan(&folder, Some(&manifest), &agency.slug)?;
        for file in files.iter_mut().filter(|_| then == Then::Month) {
            file.row.register = None;
        }
        papers.push((organisation, files));
    }
    Ok(papers)
}

fn new_person(somebody: &Somebody, units: &[(&str, UnitId)], password: &str) -> Result<NewPerson> {
    let role = Role::from_code(&somebody.role).ok_or_else(|| {
        let refusal = Refusal::new("organisations.role_unknown");
        OpError::Invalid(refusal.with("role", somebody.role.clone()))
    })?;
    let unit = somebody.unit.as_deref().and_then(|name| {
        units
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, id)| *id)
    });
    Ok(NewPerson {
        login: somebody.login.clone(),
        name: somebody.name.clone(),
        password: password.to_owned(),
        position: NewPosition {
            title: somebody.title.clone(),
            role,
            unit,
        },
    })
}

/// Puts the papers that come with the program into a folder to import from.
async fn unpack(app: &App) -> Result<PathBuf> {
    let folder = app.scratch().join("demo");
    for name in Kept::iter().filter(|name| !name.starts_with("month/")) {
        let Some(file) = Kept::get(&name) else {
            continue;
        };
        let path = folder.join(name.as_ref());
        if let Some(parent) = path.parent() {
            tokio::fs::create_dir_all(parent).await?;
        }
        tokio::fs::write(&path, &file.data).await?;
    }
    Ok(folder)
}
