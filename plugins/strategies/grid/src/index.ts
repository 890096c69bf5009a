export { strategy } from './strategy';
