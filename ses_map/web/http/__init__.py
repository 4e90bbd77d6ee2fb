"""HTTP: parameters, negotiation, caching, headers, errors, limits, log, counters; what every wing stands on."""
