//! The query language: what is typed in the box becomes pieces (lexer), pieces get their meaning
//! (parser), and the meaning becomes clauses of the index (plan). `docs/search.md` explains it to users.

mod dates;
mod lexer;
mod parser;
pub(crate) mod plan;
mod scores;
mod telex;
pub(crate) mod terms;

pub(crate) use dates::day_range;
pub(crate) use parser::{Parsed, Piece, Target, parse};
pub(crate) use telex::decode as decode_telex;
