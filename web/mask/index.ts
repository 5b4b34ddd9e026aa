export { MaskEditor, type MaskEditorProps } from './ui/mask-editor.tsx';
