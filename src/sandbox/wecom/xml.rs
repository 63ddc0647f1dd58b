//! XML as WeCom writes it in callbacks: names in `PascalCase`, texts in CDATA,
//! numbers bare.

/// A growing `<xml>…</xml>`.
#[derive(Debug, Clone, Default)]
pub struct Xml(String);

impl Xml {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn text(mut self, name: &str, text: &str) -> Self {
        let text = text.replace("]]>", "]]]]><![CDATA[>");
        self.0.push_str(&format!("<{name}><![CDATA[{text}]]></{name}>"));
        self
    }

    pub fn number(mut self, name: &str, number: impl std::fmt::Display) -> Self {
        self.0.push_str(&format!("<{name}>{number}</{name}>"));
        self
    }

    pub fn finish(self) -> String {
        format!("<xml>{}</xml>", self.0)
    }
}
