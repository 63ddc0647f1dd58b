//! A template card as it lies on a phone: its lines, its live buttons or the
//! grey word that replaced them. Judging stands in `rules.rs`.

use crate::sandbox::keyboard::Button;
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    TextNotice,
    NewsNotice,
    ButtonInteraction,
    VoteInteraction,
    MultipleInteraction,
}

impl CardKind {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text_notice" => Self::TextNotice,
            "news_notice" => Self::NewsNotice,
            "button_interaction" => Self::ButtonInteraction,
            "vote_interaction" => Self::VoteInteraction,
            "multiple_interaction" => Self::MultipleInteraction,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::TextNotice => "text_notice",
            Self::NewsNotice => "news_notice",
            Self::ButtonInteraction => "button_interaction",
            Self::VoteInteraction => "vote_interaction",
            Self::MultipleInteraction => "multiple_interaction",
        }
    }

    /// Whether a tap on it calls back; notices do so only with an action menu.
    pub fn is_interaction(self) -> bool {
        matches!(self, Self::ButtonInteraction | Self::VoteInteraction | Self::MultipleInteraction)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub kind: CardKind,
    pub task_id: String,
    pub lines: Vec<String>,
    pub buttons: Vec<Button>,
    /// The caption of the dead button that stands in place of the live ones.
    pub grey: Option<String>,
    /// Taps call back and the card can be changed.
    pub calls_back: bool,
}

impl Card {
    /// Draws a card that `rules` let pass.
    pub fn draw(card: &Value, kind: CardKind) -> Self {
        let grey = word(card, "replace_text");
        Self {
            kind,
            task_id: word(card, "task_id").to_owned(),
            lines: lines(card),
            buttons: if grey.is_empty() { buttons(card) } else { Vec::new() },
            grey: Some(grey.to_owned()).filter(|grey| !grey.is_empty()),
            calls_back: kind.is_interaction() || card["action_menu"].is_object(),
        }
    }

    /// Every button dies and shows this.
    pub fn turn_grey(&mut self, caption: &str) {
        self.buttons.clear();
        self.grey = Some(caption.to_owned());
    }
}

fn lines(card: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |text: &str| {
        if !text.is_empty() {
            lines.push(text.to_owned());
        }
    };
    add(word(&card["source"], "desc"));
    for part in ["main_title", "emphasis_content"] {
        add(word(&card[part], "title"));
        add(word(&card[part], "desc"));
    }
    for part in ["image_text_area", "quote_area"] {
        add(word(&card[part], "title"));
        add(word(&card[part], "desc"));
        add(word(&card[part], "quote_text"));
    }
    add(word(card, "sub_title_text"));
    for row in list(card, "horizontal_content_list") {
        add(&format!("{}: {}", word(row, "keyname"), word(row, "value")));
    }
    for row in list(card, "vertical_content_list") {
        add(word(row, "title"));
        add(word(row, "desc"));
    }
    lines
}

fn buttons(card: &Value) -> Vec<Button> {
    let own = list(card, "button_list").map(|button| {
        let opens = button["type"].as_i64() == Some(1);
        Button {
            text: word(button, "text").to_owned(),
            data: (!opens).then(|| word(button, "key").to_owned()),
            url: opens.then(|| word(button, "url").to_owned()),
        }
    });
    let jumps = list(card, "jump_list").map(|jump| Button {
        text: word(jump, "title").to_owned(),
        data: None,
        url: Some(word(jump, "url").to_owned()),
    });
    own.chain(jumps).collect()
}

/// A text field, empty if it is missing or no text.
pub fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A list's items, none if it is missing or no list.
pub fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}
