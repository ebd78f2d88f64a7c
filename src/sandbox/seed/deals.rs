//! Pipelines, and the deals in them.

/// A pipeline and its stages, in order. `true` closes a deal as won, `false` as lost.
pub(super) struct Line {
    pub name: &'static str,
    pub stages: &'static [(&'static str, Option<bool>)],
}

pub(super) const PIPELINES: &[Line] = &[
    Line {
        name: "Sales Pipeline",
        stages: &[
            ("New Lead", None),
            ("Contacted", None),
            ("Qualified", None),
            ("Proposal Sent", None),
            ("Closed Won", Some(true)),
            ("Closed Lost", Some(false)),
        ],
    },
    Line {
        name: "Service Contracts",
        stages: &[
            ("Inquiry", None),
            ("Site Visit", None),
            ("Quote Sent", None),
            ("Signed", Some(true)),
            ("Declined", Some(false)),
        ],
    },
];

/// One deal: its name, whose it is, dollars, pipeline, stage, and how many days ago it began.
pub(super) struct Deal {
    pub name: &'static str,
    pub person: usize,
    pub dollars: u32,
    pub pipeline: usize,
    pub stage: usize,
    pub days: i64,
}

const fn d(
    name: &'static str,
    person: usize,
    dollars: u32,
    pipeline: usize,
    stage: usize,
    days: i64,
) -> Deal {
    Deal {
        name,
        person,
        dollars,
        pipeline,
        stage,
        days,
    }
}

#[rustfmt::skip]
pub(super) const DEALS: &[Deal] = &[
    d("Smith roof repair", 0, 8400, 0, 3, 18),
    d("Harbor Legal office repaint", 1, 12500, 0, 2, 30),
    d("Carter kitchen remodel", 2, 23900, 0, 0, 10),
    d("Okafor Dental waiting room", 3, 18750, 0, 4, 60),
    d("Okafor Dental maintenance plan", 3, 4800, 1, 3, 45),
    d("Peña Landscaping storage shed", 4, 6200, 0, 1, 21),
    d("Casa García terrace", 6, 15400, 0, 3, 12),
    d("Lévesque Boats dock lights", 7, 9100, 0, 0, 5),
    d("Dubois Catering cold room", 8, 27600, 0, 2, 33),
    d("Fernández Realty staging", 10, 5400, 0, 4, 75),
    d("Núñez Auto Glass signage", 11, 3150, 0, 5, 90),
    d("Baptiste bathroom", 12, 11200, 0, 0, 1),
    d("O'Rourke Interiors flooring", 14, 14800, 0, 1, 14),
    d("Raman Analytics office fit-out", 16, 48500, 0, 3, 27),
    d("Island Solar array", 19, 62000, 0, 2, 40),
    d("Haddad Bakery ventilation", 20, 7900, 1, 2, 16),
    d("Salgado Events lighting", 22, 5650, 1, 0, 4),
    d("Weiss Publishing shelving", 24, 4300, 0, 4, 110),
    d("Romano Pizzeria oven hood", 25, 9800, 1, 1, 9),
    d("Bell Fitness showers", 26, 31500, 0, 1, 2),
    d("Villanueva Plumbing van bay", 28, 8800, 0, 5, 66),
    d("Cruz Salon service plan", 35, 3600, 1, 3, 80),
    d("Restrepo Travel front desk", 41, 6900, 0, 3, 23),
    d("Monteiro Cleaning supply room", 45, 2750, 1, 4, 52),
    d("Brooks Bookshop reading corner", 47, 5200, 0, 2, 19),
    d("Feldman Optics showroom", 52, 36400, 0, 0, 3),
    d("Hill Robotics lab benches", 62, 41200, 0, 1, 6),
    d("Quintana Pools pump house", 65, 17300, 1, 2, 13),
];
