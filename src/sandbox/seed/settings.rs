//! Users and custom fields.

/// A user: name, address, telephone, role.
pub(super) struct Colleague {
    pub first: &'static str,
    pub last: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub role: &'static str,
}

/// The first one is whom everything is assigned to.
pub(super) const USERS: &[Colleague] = &[
    Colleague {
        first: "Dana",
        last: "Bayshore",
        email: "office@bayshorehome.example",
        phone: "+18135550100",
        role: "admin",
    },
    Colleague {
        first: "Marta",
        last: "Lindqvist",
        email: "marta@bayshorehome.example",
        phone: "+18135550102",
        role: "user",
    },
];

/// A custom field: its record's kind, name, key, type, and what can be chosen.
pub(super) struct Extra {
    pub model: &'static str,
    pub name: &'static str,
    pub key: &'static str,
    pub data_type: &'static str,
    pub options: &'static [&'static str],
}

const fn extra(
    model: &'static str,
    name: &'static str,
    key: &'static str,
    data_type: &'static str,
    options: &'static [&'static str],
) -> Extra {
    Extra {
        model,
        name,
        key,
        data_type,
        options,
    }
}

#[rustfmt::skip]
pub(super) const CUSTOM_FIELDS: &[Extra] = &[
    extra("contact", "Gate code", "gate_code", "TEXT", &[]),
    extra("contact", "Square feet", "square_feet", "NUMERICAL", &[]),
    extra("contact", "Property type", "property_type", "SINGLE_OPTIONS", &["House", "Condo", "Shop", "Office"]),
    extra("contact", "Interests", "interests", "MULTIPLE_OPTIONS", &["Roof", "Kitchen", "Bathroom", "Solar"]),
    extra("contact", "Last service", "last_service", "DATE", &[]),
    extra("opportunity", "Lost to", "lost_to", "TEXT", &[]),
    extra("opportunity", "Financing", "financing", "SINGLE_OPTIONS", &["Cash", "Loan"]),
];

/// Values of contacts: whose, which of the fields above, and what.
pub(super) const CUSTOM_VALUES: &[(usize, usize, &str)] =
    &[(0, 0, "4417#"), (0, 2, "House"), (3, 2, "Office")];
