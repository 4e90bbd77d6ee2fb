"""What other sites show: framed maps, the generator of snippets, oEmbed."""
