export { ModelViewer, type ModelViewerProps } from './ui/model-viewer.tsx';
