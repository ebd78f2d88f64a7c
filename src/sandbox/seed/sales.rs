//! What was sold.

/// A sale: whose, what, how many, dollars for one, whether it is paid, how many days ago.
pub(super) struct Sale {
    pub person: usize,
    pub product: &'static str,
    pub quantity: u32,
    pub price: u32,
    pub paid: bool,
    pub days: i64,
}

const fn s(
    person: usize,
    product: &'static str,
    quantity: u32,
    price: u32,
    paid: bool,
    days: i64,
) -> Sale {
    Sale {
        person,
        product,
        quantity,
        price,
        paid,
        days,
    }
}

#[rustfmt::skip]
pub(super) const SALES: &[Sale] = &[
    s(0, "Gutter cleaning", 1, 240, true, 41),
    s(3, "Maintenance plan, one year", 1, 1_150, true, 33),
    s(3, "Waiting room chair", 12, 185, false, 2),
    s(6, "Terrace sample set", 1, 60, true, 14),
    s(11, "Signage deposit", 1, 900, true, 20),
    s(16, "Planning session", 2, 150, true, 9),
    s(24, "Wall shelf", 18, 75, true, 30),
    s(25, "Kitchen hood", 1, 2_300, false, 5),
    s(35, "Salon mirror", 4, 320, true, 17),
    s(65, "Pump house inspection", 1, 380, true, 15),
];
