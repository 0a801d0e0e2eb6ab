import { type WorkspaceSettings, workspaceSettingsSchema } from '../retention.ts';
import { describes } from './describes.ts';

export const workspaceSettings = describes<WorkspaceSettings>()(workspaceSettingsSchema);
