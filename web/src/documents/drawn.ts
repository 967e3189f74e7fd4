// The picture of a page, drawn once and its decoded copy let go: of an `img` the browser keeps every page it has ever
// decoded, up to half a gigabyte (ADR 23).

interface Asked {
  signal: AbortSignal;
  priority: RequestPriority;
}

/** Fetches a picture and draws it, in its own size; throws where it does not come, or once the signal says stop. */
export async function draw(canvas: HTMLCanvasElement, address: string, asked: Asked): Promise<void> {
  const decoded = await createImageBitmap(await coming(address, asked));
  try {
    asked.signal.throwIfAborted();
    [canvas.width, canvas.height] = [decoded.width, decoded.height];
    // Kept in plain memory: a page is drawn once and then only read.
    canvas.getContext('2d', { alpha: false, willReadFrequently: true })?.drawImage(decoded, 0, 0);
  } finally {
    decoded.close();
  }
}

async function coming(address: string, asked: Asked): Promise<ImageBitmapSource> {
  // What the head of the page has asked for already is not asked for again.
  if (document.head.querySelector(`link[as=image][href="${address}"]`)) {
    const picture = Object.assign(new Image(), { src: address });
    await picture.decode();
    // Where it stands before the app does it is painted first: a drawing would keep the eyes waiting.
    if (document.getElementById('look')) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return picture;
  }
  const answer = await fetch(address, asked);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.blob();
}
