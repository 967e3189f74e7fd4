// Lines of a file for spreadsheets (RFC 4180); no cell begins as a formula would.

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function saveCsv(text: readonly string[], name: string): void {
  // Spreadsheets take a file for UTF-8 by the mark at its beginning.
  const address = URL.createObjectURL(new Blob(['\uFEFF', ...text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
