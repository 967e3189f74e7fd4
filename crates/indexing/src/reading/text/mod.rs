//! Text as the papers of the country write it: spelling, quality, old encodings, repair, and the
//! assembly of repaired lines into the text of a page with places of its words.

pub mod legacy;
pub mod lines;
pub mod quality;
pub mod repair;
pub mod syllables;
