import { describe, expect, it } from 'vitest';
import { around, crop, scrollTo, sizeOf, zoomFor } from './crop';

const page = { width: 600, height: 800 };
const line = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('the place of a value', () => {
  it('is the rectangle around all its lines with some room', () => {
    expect(around([line(100, 50, 200, 12), line(120, 64, 150, 12)], page, 4)).toEqual(line(96, 46, 208, 34));
  });

  it('stays inside the page', () => {
    expect(around([line(1, 790, 598, 20)], page, 4)).toEqual(line(0, 786, 600, 14));
  });

  it.each([[[]], [[line(10, 10, 0, 12)]], [[line(700, 10, 20, 12)]]])('is nowhere for %j', (places) => {
    expect(around(places, page)).toBeNull();
  });
});

describe('the piece cut out', () => {
  it('shows exactly its rectangle, whatever the width of the picture', () => {
    const cut = line(150, 200, 200, 40);
    const { size, position, ratio } = crop(cut, page, 1.3, 76);
    const [wide, high] = size.split(' ').map((one) => Number.parseFloat(one) / 100) as [number, number];
    const [left, top] = position.split(' ').map((one) => Number.parseFloat(one) / 100) as [number, number];
    const window = { width: 100, height: 100 / ratio };
    const picture = { width: window.width * wide, height: window.height * high };
    // As CSS has it: a share of what the picture is larger than the window.
    expect(((picture.width - window.width) * left * page.width) / picture.width).toBeCloseTo(cut.x, 1);
    expect(((picture.height - window.height) * top * page.height) / picture.height).toBeCloseTo(cut.y, 1);
    expect(picture.width / picture.height).toBeCloseTo(page.width / page.height, 3);
  });

  it('is as large as the form writes and no taller than it may be', () => {
    expect(crop(line(0, 0, 100, 20), page, 1.3, 76).width).toBe(130);
    expect(crop(line(0, 0, 300, 100), page, 1.3, 76).width).toBe(228);
  });

  it('takes a whole page as it is', () => {
    expect(crop(line(0, 0, 600, 800), page, 1, 800).position).toBe('0% 0%');
  });
});

describe('the page beside the form', () => {
  it('is enlarged until the place can be read, never made smaller', () => {
    expect(zoomFor(line(0, 0, 100, 12), page, 1.8)).toBe(1.8);
    expect(zoomFor(line(0, 0, 400, 12), page, 1.8)).toBeCloseTo(1.275);
    expect(zoomFor(line(0, 0, 600, 12), page, 1.8)).toBe(1);
  });

  it('scrolls the place into the middle, and not above its top', () => {
    const sheet = { width: 1200, height: 1600 };
    const view = { width: 600, height: 500 };
    expect(scrollTo(line(400, 600, 100, 20), page, sheet, view)).toEqual({ left: 600, top: 970 });
    expect(scrollTo(line(0, 0, 50, 20), page, sheet, view)).toEqual({ left: 0, top: 0 });
  });

  it('has the shape of A4 as long as its own is unknown', () => {
    expect(sizeOf(undefined)).toEqual({ width: 595, height: 842 });
    expect(sizeOf({ width_pt: 0, height_pt: 0 })).toEqual({ width: 595, height: 842 });
    expect(sizeOf({ width_pt: 842, height_pt: 595 })).toEqual({ width: 842, height: 595 });
  });
});
