//! What the head of a JPEG says, to put it into a PDF as it is.

/// The head of a JPEG.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
    /// 1 grey, 3 colours, 4 inks.
    pub components: u8,
    /// Whether the inks are written as light, as programs of Adobe do.
    pub is_inverted: bool,
    /// Dots per inch, where it tells.
    pub dots: Option<f32>,
}

/// Reads the head; none when readers of PDF would not draw it.
pub fn head(bytes: &[u8]) -> Option<Head> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let (mut is_inverted, mut dots) = (false, None);
    loop {
        let begin = rest.iter().position(|byte| *byte != 0xff)?;
        let marker = *rest.get(begin).filter(|_| begin > 0)?;
        let body = &rest[begin + 1..];
        let length = usize::from(u16::from_be_bytes([*body.first()?, *body.get(1)?]));
        let segment = body.get(2..length)?;
        match marker {
            0xe0 if segment.starts_with(b"JFIF\0") => dots = density(segment),
            0xee if segment.starts_with(b"Adobe") => is_inverted = true,
            // Baseline, extended and progressive, by Huffman codes of 8 bits.
            0xc0..=0xc2 => {
                let number = |at: usize| {
                    Some(u16::from_be_bytes([
                        *segment.get(at)?,
                        *segment.get(at + 1)?,
                    ]))
                };
                let components = *segment.get(5)?;
                let is_drawn = segment[0] == 8 && matches!(components, 1 | 3 | 4);
                return is_drawn.then_some(Head {
                    height: number(1)?,
                    width: number(3)?,
                    components,
                    is_inverted: is_inverted && components == 4,
                    dots,
                });
            }
            0xc3 | 0xc5..=0xcf if marker != 0xc4 && marker != 0xc8 && marker != 0xcc => {
                return None;
            }
            0xd9 | 0xda => return None,
            _ => {}
        }
        rest = &body[length..];
    }
}

fn density(segment: &[u8]) -> Option<f32> {
    let across = f32::from(u16::from_be_bytes([*segment.get(8)?, *segment.get(9)?]));
    match segment.get(7)? {
        1 => Some(across),
        2 => Some(across * 2.54),
        _ => None,
    }
}
