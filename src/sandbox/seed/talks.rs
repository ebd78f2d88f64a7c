//! Conversations.

/// What a message went over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    Sms,
    Email,
}

/// One line: hours ago, whether the contact wrote it, and the text.
pub(super) struct Line {
    pub hours: i64,
    pub theirs: bool,
    pub text: &'static str,
}

const fn them(hours: i64, text: &'static str) -> Line {
    Line {
        hours,
        theirs: true,
        text,
    }
}

const fn us(hours: i64, text: &'static str) -> Line {
    Line {
        hours,
        theirs: false,
        text,
    }
}

/// All that was said with one contact, oldest first.
pub(super) struct Talk {
    pub person: usize,
    pub over: Over,
    /// Only for e-mail.
    pub subject: &'static str,
    pub unread: u32,
    pub lines: &'static [Line],
}

pub(super) const TALKS: &[Talk] = &[
    Talk {
        person: 0,
        over: Over::Sms,
        subject: "",
        unread: 1,
        lines: &[
            us(72, "Hi John, the revised roof quote is on its way."),
            them(70, "Thanks! Does it include the gutters?"),
            us(69, "It does."),
            them(2, "Great. When could you start?"),
        ],
    },
    Talk {
        person: 1,
        over: Over::Email,
        subject: "Office repaint",
        unread: 0,
        lines: &[
            them(
                200,
                "We would like the two front offices and the hallway done.",
            ),
            us(180, "Happy to. Would weekends suit you?"),
        ],
    },
    Talk {
        person: 2,
        over: Over::Sms,
        subject: "",
        unread: 0,
        lines: &[
            them(30, "Can you come and measure on Thursday?"),
            us(29, "Yes, 9:30 works for us."),
        ],
    },
    Talk {
        person: 3,
        over: Over::Email,
        subject: "Waiting room",
        unread: 0,
        lines: &[
            us(100, "The chairs arrive this week."),
            them(96, "Wonderful, the team is looking forward to them."),
            us(50, "Handover as planned?"),
            them(48, "Yes, see you then."),
        ],
    },
    Talk {
        person: 4,
        over: Over::Sms,
        subject: "",
        unread: 1,
        lines: &[
            us(26, "Buenos días José, any news on the shed permit?"),
            them(5, "Still waiting. Can you call me tomorrow?"),
        ],
    },
    Talk {
        person: 6,
        over: Over::Sms,
        subject: "",
        unread: 0,
        lines: &[
            them(52, "Las muestras me encantan, gracias."),
            us(51, "¡Qué bueno! We will prepare the offer."),
        ],
    },
    Talk {
        person: 10,
        over: Over::Email,
        subject: "Thank you",
        unread: 0,
        lines: &[
            us(240, "Thank you for sending Camila our way."),
            them(238, "Any time!"),
        ],
    },
    Talk {
        person: 12,
        over: Over::Sms,
        subject: "",
        unread: 2,
        lines: &[
            them(20, "Hello, I found you online. Do you do small bathrooms?"),
            them(3, "Around 11k budget, if that helps."),
        ],
    },
    Talk {
        person: 16,
        over: Over::Email,
        subject: "Fit-out contract",
        unread: 0,
        lines: &[
            them(90, "Legal has two questions on section four."),
            us(88, "Answered inline, see attached."),
        ],
    },
    Talk {
        person: 20,
        over: Over::Sms,
        subject: "",
        unread: 0,
        lines: &[
            us(60, "The inspector can come on Tuesday or Friday."),
            them(58, "Friday please."),
        ],
    },
    Talk {
        person: 26,
        over: Over::Sms,
        subject: "",
        unread: 1,
        lines: &[
            us(28, "Could you send photos of the shower room?"),
            them(6, "Sent by mail just now."),
        ],
    },
    Talk {
        person: 35,
        over: Over::Sms,
        subject: "",
        unread: 0,
        lines: &[
            them(400, "The new mirrors look fantastic!"),
            us(399, "So glad to hear it, Valentina."),
        ],
    },
    Talk {
        person: 62,
        over: Over::Email,
        subject: "Bench loads",
        unread: 1,
        lines: &[
            us(40, "Which weight should the benches carry?"),
            them(9, "Up to 300 kg each. Drawing attached."),
        ],
    },
];
