//! How like two texts are: the least number of letters to be put in, left out or replaced.

/// The edit distance of two texts, or none where it is more than `most`.
pub fn distance_within(left: &str, right: &str, most: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.iter().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = corner + usize::from(letter != other);
            corner = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(row[column + 1] + 1);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

/// Whether a text differs from another by no more letters than a recogniser gets wrong: one in six.
pub fn is_like(left: &str, right: &str) -> bool {
    let most = left.chars().count().max(right.chars().count()) / 6;
    distance_within(left, right, most).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_up_to_the_limit() {
        assert_eq!(distance_within("KE HOACH", "KE HOACH", 0), Some(0));
        assert_eq!(distance_within("UYET DINH", "QUYET DINH", 2), Some(1));
        assert_eq!(distance_within("QUY DINH", "QUYET DINH", 1), None);
        assert_eq!(distance_within("", "AB", 1), None);
        assert!(is_like("CONG VAN DEN", "CONG TAN DEN"));
        assert!(!is_like("SO Y TE", "SO TU PHAP"));
    }
}
