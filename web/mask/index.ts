export type { MaskEditorProps } from './state/use-editor.ts';
export { MaskEditor } from './ui/mask-editor.tsx';
