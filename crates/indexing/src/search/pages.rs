//! Where the pages of a paper begin, counted in words: kept beside each paper in the index, so that
//! the page of a hit is known from the positions of its words without reading the text.

/// The beginning of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageStart {
    /// Place of the file in the paper, from 0.
    pub file: u32,
    /// Page of the file, from 1.
    pub number: u32,
    /// Position of its first word.
    pub position: u32,
}

/// Writes page beginnings, which ascend, in a few bytes each.
pub(crate) fn encode(starts: &[PageStart]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(starts.len() * 4);
    let mut last = 0;
    for start in starts {
        push_varint(&mut bytes, start.file);
        push_varint(&mut bytes, start.number);
        push_varint(&mut bytes, start.position.saturating_sub(last));
        last = start.position;
    }
    bytes
}

/// Reads what [`encode`] wrote; what is cut off is left out.
pub(crate) fn decode(mut bytes: &[u8]) -> Vec<PageStart> {
    let mut starts = Vec::new();
    let mut last = 0u32;
    while let (Some(file), Some(number), Some(step)) = (
        take_varint(&mut bytes),
        take_varint(&mut bytes),
        take_varint(&mut bytes),
    ) {
        last = last.saturating_add(step);
        starts.push(PageStart {
            file,
            number,
            position: last,
        });
    }
    starts
}

fn push_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in [0, 7, 14, 21, 28] {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn page_starts_read_back(mut given in proptest::collection::vec((0u32..9, 1u32..4000, any::<u32>()), 0..20)) {
            given.sort_by_key(|start| start.2);
            let starts: Vec<_> = given
                .into_iter()
                .map(|(file, number, position)| PageStart { file, number, position })
                .collect();
            prop_assert_eq!(decode(&encode(&starts)), starts);
        }

        #[test]
        fn garbage_is_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            decode(&bytes);
        }
    }
}
