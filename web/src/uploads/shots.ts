// Names of photographed pages: cameras call every picture «image.jpg», and the order must be seen in the list of files.

export function pageNames(pages: readonly File[], at: Date): File[] {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return pages.map((page, index) => {
    const ending = /\.[a-z0-9]+$/i.exec(page.name)?.[0].toLowerCase() ?? '.jpg';
    return new File([page], `chup-${day}-trang-${two(index + 1)}${ending}`, { type: page.type, lastModified: page.lastModified });
  });
}
