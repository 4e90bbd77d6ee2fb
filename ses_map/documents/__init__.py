"""Writers of documents from plain values: pages by Typst, workbooks by openpyxl."""
