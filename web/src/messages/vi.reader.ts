// The sentences of a paper's pages and of the bar above them; Vietnamese.
import { count } from './format';
import type { Widen } from './shape';

export const viReader = {
  bar: {
    back: 'Quay lại',
    jump: 'Tới trang',
    viewPage: 'Trang',
    viewText: 'Chữ',
    view: 'Cách xem',
    zoomIn: 'Phóng to',
    zoomOut: 'Thu nhỏ',
    find: 'Tìm trong văn bản',
    show: 'Hiển thị',
    details: 'Chi tiết',
    detailsTitle: 'Chi tiết văn bản',
  },
  leaf: {
    pageOf: (page: number, all: number) => `Trang ${count(page)}/${count(all)}`,
    pages: 'Các trang của văn bản',
    pageImage: (n: number) => `Ảnh trang ${n}`,
  },
};

export type ReaderWords = Widen<typeof viReader>;
