export { openMessaging } from './open-messaging';
export type { Messaging, MessagingSettings } from './open-messaging';
export type { OrderQueue, Wake } from './order-queue';
export type { WakeQueue } from './wake-queue';
export { TOPICS } from './fanout';
export type { Fanout } from './fanout';
export { RedisEvicts } from './bullmq/redis-backend';
