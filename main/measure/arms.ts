export { armOf } from '../../shared/arm.ts'
