//! Organs and roles.

use crate::model::Label;

labels! { OF_ORGANS:
    /// *Raad*.
    ORGAN_COUNCIL = "organ-council";
    /// *College van B&W*.
    ORGAN_EXECUTIVE = "organ-executive";
    /// *Burgemeester*.
    ORGAN_MAYOR = "organ-mayor";
    /// *Wethouder*.
    ORGAN_ALDERMAN = "organ-alderman";
    /// *Griffier*.
    ORGAN_CLERK = "organ-clerk";
    /// *Algemeen bestuur*.
    ORGAN_GENERAL_BOARD = "organ-general-board";
    /// *Dagelijks bestuur*.
    ORGAN_EXECUTIVE_BOARD = "organ-executive-board";
    /// *Uitvoerende dienst*.
    ORGAN_SERVICE = "organ-service";
    /// *Gedeputeerde Staten*.
    ORGAN_PROVINCIAL_EXECUTIVE = "organ-provincial-executive";
    /// *Provincie*.
    ORGAN_PROVINCE = "organ-province";
    /// *Minister, Rijk*.
    ORGAN_MINISTER = "organ-minister";
    /// *Ontvanger van subsidie*.
    ORGAN_RECIPIENT = "organ-recipient";
    /// *Coalitie van ontvangers*.
    ORGAN_RECIPIENT_COALITION = "organ-recipient-coalition";
}
