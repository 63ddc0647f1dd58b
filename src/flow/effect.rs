//! What a turn causes besides changes of cases: values, carried out by `apply`.

use crate::dialogue::state::{Conversation, Draft};
use crate::domain::ids::{AccountId, CardId, CaseId, DraftId, Seq};
use crate::store::timers::Timer;
use crate::talk::inbound::Lang;
use crate::talk::message::{Class, Menu, Message};

#[derive(Clone, Debug)]
pub enum Effect {
    /// A message to one account; `about` is the case that an answer to it means.
    Say {
        account: AccountId,
        class: Class,
        message: Message,
        about: Option<(CaseId, Option<Seq>)>,
    },
    /// An open card once more, at the end of the chat.
    ShowCard {
        account: AccountId,
        card: CardId,
        case: CaseId,
        seq: Option<Seq>,
    },
    /// A question that a button has answered: the provider's id of it, and
    /// what it should show.
    Settle {
        account: AccountId,
        sent: String,
        code: Option<String>,
        message: Message,
    },
    AnswerTap {
        account: AccountId,
        query: String,
        text: Option<String>,
        alert: bool,
    },
    ShowMenu {
        account: AccountId,
        menu: Menu,
    },
    SaveDraft(Draft),
    DropDraft(DraftId),
    SaveConversation(Conversation),
    SetTimer(Timer),
    ClearTimer(String),
    Speak {
        account: AccountId,
        lang: Lang,
    },
}
