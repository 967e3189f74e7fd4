// The faces of the app, fetched once the first screen can be read; until then the system's own with the same measures.
import fonts from './fonts.css?url';

export function takeFonts(): void {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: fonts });
  document.head.append(link);
}
