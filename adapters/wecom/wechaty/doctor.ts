import type { DoctorLine, Intake } from '../../../src/host/channel.ts';
import type { WechatyChannel } from './channel.ts';

/** An intake that takes nothing: `doctor` only looks whether the gateway accepts us. */
const noIntake: Intake = {
  receive: () => Promise.reject(new Error('doctor takes no messages')),
  keepFile: () => Promise.reject(new Error('doctor takes no files')),
  now: () => 0,
};

/** Does the gateway accept the token, and is the account logged in? */
export const wechatyDoctor = async (channel: WechatyChannel): Promise<DoctorLine[]> => {
  try {
    await channel.start(noIntake);
    const { state, detail } = channel.health();
    return state === 'running'
      ? [{ level: 'ok', text: 'wechaty 网关：已连接，账号已登录。' }]
      : [
          {
            level: 'warn',
            text: `wechaty 网关：${detail ?? '尚未就绪。'}`,
            remedy: '请在网关上登录账号后重试。',
          },
        ];
  } catch (error) {
    return [
      {
        level: 'fail',
        text: `wechaty 网关：${error instanceof Error ? error.message : '无法连接。'}`,
        remedy: '请核对 WECHATY_TOKEN、WECHATY_ENDPOINT 与 WECHATY_TLS。',
      },
    ];
  } finally {
    await channel.stop();
  }
};
