//! Every word of the file stands for something.

use super::*;

#[test]
fn the_companys_words_are_understood() {
    let others: Others = toml::from_str(include_str!("../../../dialogues/import.toml")).expect("it is sound");
    let all = |names: &Names, understood: &dyn Fn(&str) -> bool| {
        assert!(!names.is_empty());
        for (first, words) in names {
            assert!(understood(first), "{first} is no English word of the program");
            assert!(words.iter().all(|word| understood(word)), "{words:?}");
        }
    };
    all(&others.column, &|word| Column::from_word(word).is_some());
    all(&others.kind, &|word| Kind::from_word(word).is_some());
    all(&others.tie, &|word| tie(word).is_some());
    all(&others.answer, &|word| yes(word).is_some());
    all(&others.lang, &|word| lang(word).is_some());
    assert_eq!(others.column.len(), COLUMNS.len());
}
