//! Độ khẩn: a stamp of capitals alone on a line of the head.

use workflow::documents::Urgency;

use super::found::Found;
use super::head::Head;
use super::likeness::distance_within;
use super::lines::Line;

/// The urgency that a line is a stamp of.
pub fn of_line(line: &Line) -> Option<Urgency> {
    let stamp = line.folded.trim_matches(|c: char| !c.is_alphabetic());
    if line.text.split(' ').count() > 5 {
        return None;
    }
    let near = |name: &str| {
        let most = if line.recognised { name.len() / 5 } else { 0 };
        distance_within(stamp, name, most).is_some()
    };
    let loud = line.is_capitals() || line.recognised;
    match stamp {
        _ if !loud => None,
        _ if near("HOA TOC") || near("HOA TOC HEN GIO") => Some(Urgency::Flash),
        _ if near("THUONG KHAN") => Some(Urgency::VeryUrgent),
        "KHAN" if line.is_capitals() => Some(Urgency::Urgent),
        _ => None,
    }
}

/// Stands for a stamp that nobody could read.
const UNREAD: &str = "[…]";

/// The highest urgency that the head is stamped with; a paper without stamp is normal, one with a stamp that
/// nobody could read perhaps.
pub fn of(head: &Head) -> Found {
    let stamps = head
        .lines
        .iter()
        .filter_map(|line| Some((of_line(line)?, line)));
    let highest = stamps.max_by_key(|(urgency, _)| *urgency);
    if let Some((urgency, line)) = highest {
        return Found::in_lines(urgency.code(), 97, &[line]).scored(97);
    }
    let first = head.lines.first();
    let is_unread = head.lines.iter().any(|line| line.text == UNREAD);
    Found {
        value: Urgency::Normal.code().to_owned(),
        score: if is_unread { 20 } else { 95 },
        page: first.map_or(1, |line| line.page),
        places: Vec::new(),
        recognised: first.is_some_and(|line| line.recognised),
    }
}
