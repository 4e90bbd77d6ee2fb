"""How our notions read in the words of other models: for people who convert data, in words only.

Names of HSDS are those of its version 3 (Open Referral), of INSPIRE those of Administrative and Social Governmental
Services and of Administrative Units, of CPSV-AP those of version 3.
"""

_NONE = "brak odpowiednika"

#: Ours, then HSDS, INSPIRE, schema.org, CPSV-AP.
MAPPING = (
    (
        "centres: ośrodek i operator",
        "service i organization",
        "GovernmentalService, pointOfContact",
        "GovernmentService, provider: Organization",
        "PublicService, hasCompetentAuthority: PublicOrganisation",
    ),
    (
        "assignments: unit, centre_id",
        "service_area: service_id, name, extent",
        "areaOfResponsibility: areaOfResponsibilityByAdministrativeUnit",
        "areaServed: AdministrativeArea, identifier: PropertyValue (propertyID TERYT)",
        "dct:spatial",
    ),
    (
        "assignments: valid_from, valid_to",
        "brak odpowiednika w service_area",
        "validFrom, validTo usługi, nie obszaru",
        "brak odpowiednika w areaServed",
        _NONE,
    ),
    (
        "assignments: source_url, source_date, sentence, confidence",
        "metadata (data ostatniej zmiany); źródła i pewności brak",
        "lineage w metadanych zbioru",
        "isBasedOn zbioru; pewności brak",
        "hasLegalResource, gdy źródłem jest akt prawny",
    ),
    (
        "offices: street, postcode, place, hours",
        "location, address",
        "serviceLocation: serviceLocationByAddress",
        "address: PostalAddress",
        "adres organizacji",
    ),
    (
        "offices, contacts: phone, email, website",
        "phone, email, website",
        "pointOfContact: Contact (telephoneVoice, electronicMailAddress, website)",
        "telephone, email, url",
        "ContactPoint",
    ),
    (
        "centres: services, audiences",
        "taxonomy_term przy usłudze, eligibility_description",
        "serviceType; odbiorców brak",
        "serviceType, audience: Audience",
        "klasyfikacja usługi pojęciami (Concept)",
    ),
    (
        "areas: teryt, level, name, parent",
        "taxonomy_term z taksonomią TERYT",
        "AdministrativeUnit: nationalCode, nationalLevel, name, upperLevelUnit",
        "AdministrativeArea: identifier, name, containedInPlace",
        "dct:Location",
    ),
    ("coverage: outcome uncovered, reason", _NONE, "puste areaOfResponsibility z nilReason", _NONE, _NONE),
)
