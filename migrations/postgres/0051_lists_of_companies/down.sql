DROP FUNCTION folded_lines(text);
