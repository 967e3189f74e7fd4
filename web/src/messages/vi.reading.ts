// The sentences of what the machine reads off a paper: how far it is, how sure, and where it stands; Vietnamese.
import { count } from './format';
import type { Widen } from './shape';

export const viReading = {
  recognition: {
    going: (done: number, all: number) => `Đang nhận dạng: trang ${count(done)}/${count(all)}`,
    chip: (done: number, all: number) => `Đang nhận dạng ${count(done)}/${count(all)}`,
    goingHint: 'Các ô tự điền dần; ô bạn đã gõ được giữ nguyên.',
    failed: (pages: string) => `Không nhận dạng được trang ${pages}.`,
    failedHint: 'Hãy đọc ảnh của trang đó; nếu ảnh mờ, hãy quét lại.',
    someFailed: (n: number) => `Không nhận dạng được ${count(n)} trang.`,
    unsure: (pages: string) => `Nhận dạng chưa chắc: trang ${pages}. Hãy đối chiếu với ảnh.`,
    pageWaits: 'Trang này đang chờ nhận dạng.',
    pageFailed: 'Không nhận dạng được trang này.',
    pageUnsure: (percent: number) => `Nhận dạng chưa chắc (${count(percent)} %): hãy đối chiếu với ảnh.`,
    openPage: (page: number) => `Mở trang ${count(page)}`,
  },
  old: { told: 'Đây là tệp của lần dự thảo trước, không phải bản hiện hành.', open: 'Mở bản hiện hành' },
  quarantine: {
    title: 'Văn bản có dấu chỉ độ mật',
    what: 'Hệ thống không hiện, không giữ chữ và không đưa văn bản này vào tìm kiếm; các ô đã điền được xóa.',
    todo: 'Đừng chép, chụp hay gửi tiếp. Hãy giao bản giấy cho người phụ trách văn bản mật để đăng ký vào sổ văn bản mật, và báo người đó về tệp này.',
  },
  suggestion: {
    sure: (percent: number) => `chắc ${count(percent)} %`,
    unsure: (percent: number) => `chưa chắc ${count(percent)} %`,
    seen: 'đã xem',
    typed: 'bạn gõ',
    read: (value: string) => `Máy đọc: ${value}`,
    others: 'Gợi ý khác',
    found: 'Đọc thêm được',
    show: (what: string) => `Xem trên trang: ${what}`,
    where: 'Chỗ đang nhập, đóng khung trên trang',
    page: (page: number, all: number) => `Trang ${count(page)}/${count(all)}`,
    before: 'Trang trước',
    after: 'Trang sau',
    references: 'Văn bản được nhắc tới',
    notHeld: 'chưa có trong hệ thống',
    newTab: 'mở trong thẻ mới',
  },
  statedTerm: {
    wd: (n: number) => `trong ${count(n)} ngày làm việc`,
    d: (n: number) => `trong ${count(n)} ngày`,
    m: (n: number) => `trong ${count(n)} tháng`,
  },
  readField: {
    superior: 'Cơ quan chủ quản',
    place: 'Địa danh',
    addressees: 'Kính gửi, nơi nhận',
    signer_post: 'Chức vụ người ký',
    page_count: 'Số trang',
    due: 'Hạn nêu trong văn bản',
  },
};

export type ReadingWords = Widen<typeof viReading>;
