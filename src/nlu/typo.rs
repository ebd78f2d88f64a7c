//! One slip of the finger in a command word.

/// The only word of `words` that is one edit away (a letter left out, put in, changed, or two
/// swapped), when the first letters agree or were swapped. Two such words: none, nobody guesses.
///
/// ```
/// use crm_copilot::nlu::nearest;
/// assert_eq!(nearest("serch", ["search", "send"]), Some("search"));
/// assert_eq!(nearest("bok", ["book", "back"]), Some("book"));
/// assert_eq!(nearest("bob", ["book"]), None);
/// ```
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let first = word.as_bytes()[0];
    let mut best = None;
    for known in words {
        // In a short word only a letter left out is a slip that can be told from another word.
        let is_near = match word.len() {
            3 => known.len() == 4,
            _ => known.len().abs_diff(word.len()) <= 1 && known.len() >= 4,
        };
        if !is_near {
            continue;
        }
        let bytes = known.as_bytes();
        let begins = bytes[0] == first || (bytes[0] == word.as_bytes()[1] && bytes[1] == first);
        if begins && strsim::osa_distance(word, known) == 1 {
            if best.is_some_and(|other| other != known) {
                return None;
            }
            best = Some(known);
        }
    }
    best
}
