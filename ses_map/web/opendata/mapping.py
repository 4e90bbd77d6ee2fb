"""How our notions read in the words of other models: for people who convert data, in words only."""

#: Ours, then HSDS 3 (Open Referral), INSPIRE (area management and services), schema.org, CPSV-AP.
MAPPING = (
    (
        "centres: ośrodek",
        "organization (operator) i service (wsparcie OWES)",
        "RelatedParty w roli competentAuthority, GovernmentalService",
        "GovernmentService, provider: Organization",
        "cv:PublicOrganisation i cpsv:PublicService, hasCompetentAuthority",
    ),
    (
        "assignments: unit, centre_id",
        "service_area: service_id, extent z kodem TERYT, extent_type: other",
        "areaOfResponsibility usługi: AreaOfResponsibilityByAdministrativeUnit",
        "areaServed: AdministrativeArea z identifier (PropertyValue, propertyID TERYT)",
        "dct:spatial usługi albo organizacji",
    ),
    (
        "assignments: valid_from, valid_to",
        "schedule: valid_from, valid_to; service_area nie ma okresu",
        "validFrom, validTo; beginLifespanVersion",
        "hoursAvailable: validFrom, validThrough; areaServed nie ma okresu",
        "dct:temporal",
    ),
    (
        "assignments: source_url, source_date, sentence, confidence",
        "metadata: resource_type, last_action_date; pewności brak",
        "lineage w metadanych zbioru",
        "isBasedOn, citation",
        "cv:hasLegalResource, gdy źródłem jest akt; poza tym prov:wasDerivedFrom",
    ),
    (
        "centres: street, postcode, seat_place",
        "location i address (physical)",
        "serviceLocation; AddressRepresentation",
        "address: PostalAddress",
        "cv:address; locn:Address",
    ),
    (
        "centres: phone, email, website",
        "phone, organization.email, organization.website",
        "Contact: telephoneVoice, electronicMailAddress, website",
        "telephone, email, url",
        "cv:contactPoint",
    ),
    (
        "centres: services, audiences",
        "service_at_location z taxonomy_term; eligibility_description",
        "serviceType; odbiorców brak",
        "serviceType; audience: Audience",
        "dct:type, cv:isDescribedAt; audience: cv:targetGroup",
    ),
    (
        "areas: teryt, level, name",
        "attribute z taksonomią TERYT",
        "AdministrativeUnit: nationalCode, nationalLevel, name",
        "AdministrativeArea: identifier, name",
        "dct:Location z identyfikatorem",
    ),
    (
        "coverage: outcome uncovered z powodem",
        "brak odpowiednika: brak wiersza nie mówi dlaczego",
        "nilReason (unknown) zamiast areaOfResponsibility",
        "brak odpowiednika",
        "brak odpowiednika",
    ),
)
