"""Tables as files: ``export`` says what a file is made from, ``files`` writes it; the larger formats have modules."""
