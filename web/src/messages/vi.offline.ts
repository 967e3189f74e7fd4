// The sentences of working without a network, Vietnamese.
import { count } from './format';
import type { Widen } from './shape';

export const viOffline = {
  waiting: {
    waits: 'Chưa có mạng: quyết định đã lưu trên máy này, sẽ tự gửi khi có mạng.',
    stoppedHere: 'Quyết định của bạn chưa được nhận vì văn bản đã có diễn biến mới.',
    see: 'Xem',
    banner: (n: number) => `${count(n)} quyết định chờ gửi`,
    bannerStopped: (n: number) => `${count(n)} quyết định cần bạn xem lại`,
    sent: (n: number) => `Đã gửi ${count(n)} quyết định chờ.`,
    title: 'Quyết định chờ gửi',
    hint: 'Những gì bạn quyết định khi không có mạng nằm ở đây, theo đúng thứ tự, và được gửi đúng một lần.',
    empty: 'Không có quyết định nào chờ gửi.',
    state: { waiting: 'Chờ gửi', stopped: 'Chưa được nhận' },
    takenAt: (when: string) => `Quyết định lúc ${when} (giờ của máy)`,
    mine: 'Quyết định của bạn',
    theirs: 'Diễn biến trên máy chủ từ lúc bạn xem',
    nothingSince: 'Chưa có diễn biến nào được ghi.',
    notNow: 'Chưa đọc được diễn biến mới: cần có mạng.',
    to: 'Chuyển đến',
    due: (day: string) => `Hạn ${day}`,
    keep: 'Vẫn gửi quyết định của tôi',
    drop: 'Bỏ quyết định của tôi',
    withdraw: 'Rút lại, không gửi',
    open: 'Mở văn bản',
    sendNow: 'Gửi ngay',
    sending: 'Đang gửi…',
  },
  kept: {
    title: 'Lưu trên máy này',
    hint: 'Văn bản cần xử lý được lưu sẵn, mã hóa, để đọc khi không có mạng. Đăng xuất là xóa hết.',
    papers: (n: number) => `${count(n)} văn bản đọc được khi không có mạng`,
    used: (used: string, most: string) => `Đang dùng ${used} trong ${most}`,
    budget: 'Dung lượng tối đa',
    clear: 'Xóa các bản lưu',
    cleared: 'Đã xóa các bản lưu trên máy này.',
    none: 'Trình duyệt này không lưu được văn bản để đọc khi không có mạng (cần HTTPS).',
    install: 'Cài ứng dụng lên máy này',
    installed: 'Đã cài ứng dụng trên máy này.',
    installHow: 'Trên iPhone: bấm nút Chia sẻ của Safari, chọn «Thêm vào MH chính».',
  },
  leaving: {
    title: 'Còn quyết định chưa gửi',
    why: (n: number) => `${count(n)} quyết định trên máy này chưa gửi được. Đăng xuất bây giờ là bỏ chúng.`,
    anyway: 'Vẫn đăng xuất',
    stay: 'Ở lại',
  },
};

export type Offline = Widen<typeof viOffline>;
