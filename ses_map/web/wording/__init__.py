"""The words of the pages: languages and their catalogues, dates, names of problems."""
