// The sentences of a paper's work beside the paper, Vietnamese.
import { count } from './format';
import type { Widen } from './shape';

export const viPanel = {
  phase: {
    received: 'Chờ vào sổ',
    registered: 'Chờ trình',
    submitted: 'Chờ cho ý kiến',
    in_progress: 'Đang xử lý',
    to_confirm: 'Chờ xác nhận kết quả',
    finished: 'Đã kết thúc',
    returned_to_sender: 'Đã trả nơi gửi',
    recalled: 'Nơi gửi đã lấy lại',
  },
  panel: {
    title: 'Xử lý',
    tasks: 'Ai làm gì',
    read: 'Đã đọc',
    unread: 'Chưa đọc',
    waits: 'Đang chờ',
    held: (name: string) => `Người làm: ${name}`,
    askedBy: 'Cần báo cáo kết quả',
    dossier: 'Hồ sơ',
    answeredBy: 'Văn bản trả lời',
    answers: 'Trả lời văn bản',
    follow: 'Theo dõi',
    unfollow: 'Bỏ theo dõi',
    reply: 'Soạn văn bản trả lời',
    more: 'Thêm thao tác',
    others: 'Thêm',
    closed: (n: number) => `${count(n)} thao tác chưa mở, vì sao?`,
    forTask: (part: string, name: string) => `${part} · ${name}`,
    next: 'Việc tiếp theo',
    toInbox: 'Về việc của tôi',
    sending: 'Đang gửi…',
    swipe: 'Vuốt sang phải: nhận việc, đã đọc · vuốt sang trái: mở để xử lý. Các nút này cũng có trong văn bản.',
    undo: 'Hoàn tác',
    undoFor: (words: string) => `${words} Có thể hoàn tác trong 10 giây, Ctrl+Z.`,
    undone: 'Đã hoàn tác. Văn bản trở lại như trước.',
    seconds: (n: number) => `${count(n)} s`,
    notLoaded: 'Chưa tải được phần này. Hãy kiểm tra mạng, đóng rồi mở lại.',
  },
};

export type Panel = Widen<typeof viPanel>;
