// The sentences of passkeys and codes, Vietnamese.
import type { Widen } from './shape';

export const viFactors = {
  passkeys: {
    title: 'Khóa máy (passkey)',
    hint: 'Đăng nhập và mở khóa bằng vân tay, khuôn mặt hoặc mã PIN của chính máy này. Không có gì phải nhớ, không ai đoán được.',
    insecure: 'Trang này không mở qua HTTPS với tên miền (hoặc localhost) nên trình duyệt không cho dùng khóa máy. Hãy nhờ quản trị đặt địa chỉ HTTPS.',
    missing: 'Trình duyệt này không có khóa máy. Hãy dùng trình duyệt mới hơn.',
    none: 'Chưa có khóa nào.',
    name: 'Tên gợi nhớ',
    add: 'Thêm khóa cho máy này',
    adding: 'Đang hỏi máy…',
    added: 'Đã thêm khóa máy.',
    cancelled: 'Máy chưa xác nhận. Hãy bấm lại khi sẵn sàng.',
    already: 'Máy này đã có khóa của tài khoản.',
    here: 'trên máy này',
    since: (when: string) => `thêm ${when}`,
    used: (when: string) => `dùng lần cuối ${when}`,
    unused: 'chưa dùng',
    remove: 'Gỡ',
    recovery: 'Mất điện thoại hoặc mất khóa? Quản trị của cơ quan gỡ được khóa máy và mã xác nhận của bạn; khi đó mật khẩu lại đủ để vào.',
  },
  codes: {
    title: 'Mã xác nhận (TOTP)',
    hint: 'Sau mật khẩu, hỏi thêm mã 6 số của một ứng dụng trên điện thoại (Google Authenticator, Microsoft Authenticator, FreeOTP…).',
    off: 'Đang tắt.',
    on: (when: string) => `Đang bật từ ${when}.`,
    begin: 'Bật mã xác nhận',
    scan: 'Quét mã này bằng ứng dụng, hoặc gõ khóa bên dưới vào ứng dụng.',
    picture: 'Mã QR để quét bằng ứng dụng',
    secret: 'Khóa để gõ tay',
    open: 'Mở trong ứng dụng trên máy này',
    code: 'Mã 6 số đang hiện trong ứng dụng',
    confirm: 'Xác nhận và bật',
    turnedOn: 'Đã bật mã xác nhận.',
    turnedOff: 'Đã tắt mã xác nhận.',
    end: 'Tắt mã xác nhận',
    proof: 'Mã 6 số, hoặc mật khẩu của bạn',
    cancel: 'Thôi',
  },
  enter: {
    passkey: 'Đăng nhập bằng khóa máy',
    unlock: 'Mở bằng khóa máy',
    busy: 'Đang hỏi máy…',
    cancelled: 'Máy chưa xác nhận. Hãy bấm lại, hoặc dùng mật khẩu.',
    code: 'Mã xác nhận 6 số',
    codeWhere: 'Mở ứng dụng xác nhận trên điện thoại và gõ mã đang hiện.',
  },
  clear: {
    action: 'Gỡ khóa máy và mã xác nhận',
    why: (name: string) => `${name} mất điện thoại hay khóa máy? Gỡ đi thì ${name} vào lại được bằng mật khẩu; mọi máy đang đăng nhập bị đăng xuất. Việc này được ghi nhật ký.`,
    done: (name: string) => `Đã gỡ khóa máy và mã xác nhận của ${name}.`,
  },
};

export type Factors = Widen<typeof viFactors>;
