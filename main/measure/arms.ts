export { armOf } from '../../shared/intervention/arm.ts'
