// English, until its own sentences stand here the Vietnamese ones.
export { vi as en } from './vi';
