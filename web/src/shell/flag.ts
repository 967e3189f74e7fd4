// A yes or no that outlives the page. A browser that keeps nothing says no: what hangs on it is only quicker with it.

/** Notes a value where one is given, and says what was noted last. */
export function flag(key: string): (now?: boolean) => boolean {
  return (now) => {
    try {
      if (now) localStorage.setItem(key, '1');
      else if (now === false) localStorage.removeItem(key);
      return localStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  };
}
