//! HTML as the API reads it.

use crate::sandbox::entities::parse_html;

fn refusal(html: &str) -> String {
    parse_html(html).unwrap_err()
}

#[test]
fn tags_become_marks_counted_in_utf16() {
    let read = parse_html("😀 <b>工单 <i>12</i></b>").unwrap();
    assert_eq!(read.text, "😀 工单 12");
    let marks: Vec<_> = read.entities.iter().map(|e| (e.kind, e.offset, e.length)).collect();
    assert_eq!(marks, [("bold", 3, 5), ("italic", 6, 2)]);
}

#[test]
fn what_was_parsed_can_be_written_again() {
    for html in [
        "<b>a<i>b</i></b>c",
        "<b><i>a</i></b>",
        "<a href=\"https://example.org/?a=1&amp;b=2\">x</a> &lt;y&gt; &quot;",
        "<blockquote>引 <u>u</u> <s>s</s></blockquote> <code>c</code> <pre>p</pre>",
        "<tg-spoiler>秘</tg-spoiler>",
    ] {
        assert_eq!(parse_html(html).unwrap().html(), html);
    }
}

#[test]
fn only_four_names_and_numbers_are_references() {
    assert_eq!(parse_html("&lt;&gt;&amp;&quot;&#39;&#x4e2d;&nbsp;&").unwrap().text, "<>&\"'中&nbsp;&");
}

#[test]
fn white_space_at_the_ends_goes_and_marks_move_along() {
    let read = parse_html("\n <b> 水 </b> ").unwrap();
    assert_eq!(read.text, "水");
    assert_eq!((read.entities[0].offset, read.entities[0].length), (0, 1));
}

#[test]
fn faults_are_named_with_their_place() {
    assert_eq!(refusal("ab<div>x</div>"), "Unsupported start tag \"div\" at byte offset 2");
    assert_eq!(refusal("<b>x"), "Can't find end tag corresponding to start tag \"b\"");
    assert_eq!(refusal("<b><i>x</b></i>"), "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"");
    assert_eq!(refusal("x</b>"), "Unexpected end tag at byte offset 1");
    assert_eq!(refusal("1 < 2"), "Unclosed start tag at byte offset 2");
    assert_eq!(refusal("<b>x</b"), "Unclosed end tag at byte offset 4");
}
