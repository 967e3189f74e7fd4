// The sentences of the ways to look at a paper: display, text view, finding, its neighbours; Vietnamese.
import { count } from './format';
import type { Widen } from './shape';

export const viViewing = {
  display: {
    size: 'Cỡ trang',
    textSize: 'Cỡ chữ',
    smaller: 'Nhỏ hơn',
    larger: 'Lớn hơn',
    turn: 'Xoay mọi trang',
    left: 'Xoay trái',
    right: 'Xoay phải',
    turned: (degrees: number) => (degrees === 0 ? 'Trang đứng như cũ' : `Trang đã xoay ${degrees}°`),
    two: 'Hai trang cạnh nhau',
    night: 'Ban đêm: nền tối, chữ sáng',
    nightHint: 'Chỉ đổi cách hiện trên máy này; con dấu giữ sắc màu, văn bản không đổi.',
    trim: 'Cắt lề cho chữ to hơn',
    trimHint: 'Chỉ cắt phần giấy trắng hai bên.',
    on: (what: string) => `${what}: bật`,
    off: (what: string) => `${what}: tắt`,
    keys: 'Phím tắt',
    keyPages: 'trang sau, trang trước',
    keySize: 'phóng to, thu nhỏ',
    keyTurn: 'xoay phải, xoay trái',
    keyTwo: 'hai trang',
    keyNight: 'ban đêm',
    keyText: 'ảnh trang hoặc chữ',
    keyFind: 'tìm trong văn bản',
    keyPapers: 'văn bản trước, văn bản sau',
    keyMenu: 'bảng này',
  },
  text: {
    quick: 'bản chữ để đọc nhanh',
    note: 'Bản chữ do máy dựng lại để đọc nhanh; khi cần chắc chắn, hãy xem ảnh trang. Chạm vào một đoạn để xem đúng chỗ đó trên ảnh.',
    noteAlone: 'Bản chữ do máy dựng lại để đọc nhanh; khi cần chắc chắn, hãy mở bản gốc.',
    hits: (n: number) => `${count(n)} chỗ khớp trên trang này`,
    place: 'Xem đoạn này trên ảnh trang',
    none: 'Trang này chưa có chữ để đọc.',
    failed: 'Không tải được ảnh trang này, nên hiện bằng chữ.',
  },
  files: {
    file: 'Tệp',
    noPages: 'Không có trang nào để xem.',
    original: 'Tải bản gốc về',
  },
  finding: {
    words: 'Tìm trong văn bản này',
    next: 'Chỗ sau',
    before: 'Chỗ trước',
    at: (n: number, all: number) => `${count(n)}/${count(all)}`,
    sentence: (n: number, all: number, page: number) => `Chỗ ${count(n)} trong ${count(all)}, trang ${count(page)}`,
    nothing: 'Không có',
    reading: (done: number, all: number) => `đang đọc ${count(done)}/${count(all)} trang`,
    blank: (n: number) => `${count(n)} trang chưa có chữ`,
    missed: (n: number) => `${count(n)} trang chưa tải được chữ`,
  },
  neighbours: {
    title: 'Văn bản khác của danh sách',
    before: 'Văn bản trước',
    after: 'Văn bản sau',
    last: 'Đây là văn bản cuối của danh sách.',
    first: 'Đây là văn bản đầu của danh sách.',
    none: 'Mở văn bản từ một danh sách để đi tới văn bản trước, văn bản sau.',
    place: (n: number, all: number) => `Văn bản ${count(n)}/${count(all)} của danh sách`,
  },
};

export type Viewing = Widen<typeof viViewing>;
