"""The configuration files of a small SAM 3D Objects: the real files' names, targets and layers, with small widths.

The structure has 16³ voxels instead of 64³, so that the mesh decoder's grid has 64³ cells instead of 256³.
"""

from __future__ import annotations

from typing import Any

WIDTH, HEADS, BLOCKS = 32, 2, 2
#: Widths of DINOv2's smallest model and of the point map's patches.
DINO_WIDTH, POINT_WIDTH = 384, 32
SIDE, VOXELS, LATENT = 56, 16, 8

Config = dict[str, Any]

_TDFY = "sam3d_objects.data.dataset.tdfy"
_MODELS = "sam3d_objects.model.backbone.tdfy_dit.models"
_EMBEDDERS = "sam3d_objects.model.backbone.dit.embedder"
_GENERATORS = "sam3d_objects.model.backbone.generator"
#: Latents of the pose, which share one transformer.
_POSE = {"6drotation_normalized": 6, "translation": 3, "scale": 3, "translation_scale": 1}


def configs() -> dict[str, Config]:
    """The content of each YAML file by its name."""
    return {
        "pipeline.yaml": _pipeline(),
        "ss_generator.yaml": _generator_file(_structure_flow(), _fuser(with_points=True), "structure"),
        "slat_generator.yaml": _generator_file(_latent_flow(), _fuser(with_points=False), "latent"),
        "ss_decoder.yaml": {
            "_target_": f"{_MODELS}.sparse_structure_vae.SparseStructureDecoderTdfyWrapper",
            "out_channels": 1,
            "latent_channels": LATENT,
            "num_res_blocks": 1,
            "channels": [WIDTH],
            "num_res_blocks_middle": 1,
            "reshape_input_to_cube": False,
            "use_fp16": True,
        },
        "slat_decoder_gs.yaml": _gaussian_decoder(32),
        "slat_decoder_gs_4.yaml": _gaussian_decoder(4),
        "slat_decoder_mesh.yaml": {
            "_target_": f"{_MODELS}.structured_latent_vae.decoder_mesh.SLatMeshDecoderTdfyWrapper",
            **_latent_decoder(),
            "model_channels": 256,
            "representation_config": {"use_color": True},
        },
    }


def _pipeline() -> Config:
    parts = (
        "ss_generator",
        "slat_generator",
        "ss_decoder",
        "slat_decoder_gs",
        "slat_decoder_gs_4",
        "slat_decoder_mesh",
    )
    files = {
        f"{part}_{kind}_path": f"{part}.{ending}"
        for part in parts
        for kind, ending in (("config", "yaml"), ("ckpt", "ckpt"))
    }
    return {
        "_target_": "sam3d_objects.pipeline.inference_pipeline_pointmap.InferencePipelinePointMap",
        "device": "cuda",
        "dtype": "float16",
        "version": "v0",
        "pad_size": 1.0,
        "workspace_dir": "",
        **files,
        "decode_formats": ["gaussian", "mesh"],
        "ss_condition_input_mapping": [],
        "slat_condition_input_mapping": [],
        "pose_decoder_name": "ScaleShiftInvariant",
        "downsample_ss_dist": 1,
        "ss_inference_steps": 2,
        "slat_inference_steps": 2,
        "ss_cfg_strength_pm": 0.0,
        "ss_preprocessor": _preprocessor(with_points=True),
        "slat_preprocessor": _preprocessor(with_points=False),
        "depth_model": {
            "_target_": "sam3d_objects.pipeline.depth_models.moge.MoGe",
            "model": {
                "_target_": "moge.model.v1.MoGeModel.from_pretrained",
                "pretrained_model_name_or_path": "Ruicheng/moge-vitl",
            },
        },
        "clip_pointmap_beyond_scale": 5.0,
    }


def _preprocessor(*, with_points: bool) -> Config:
    def partial(function: str, **arguments: object) -> Config:
        return {"_target_": f"{_TDFY}.{function}", "_partial_": True, **arguments}

    def square(interpolation: int, **arguments: object) -> Config:
        pad = partial("img_processing.pad_to_square_centered", **arguments)
        resize = {"_target_": "torchvision.transforms.Resize", "size": SIDE, "interpolation": interpolation}
        return {"_target_": "torchvision.transforms.Compose", "transforms": [pad, resize]}

    crop = partial("img_and_mask_transforms.crop_around_mask_with_padding", box_size_factor=1.0, padding_factor=0.1)
    joint = [crop, partial("img_and_mask_transforms.rembg")]
    config: Config = {
        "_target_": f"{_TDFY}.preprocessor.PreProcessor",
        "img_transform": square(3),
        "mask_transform": square(0),
        "img_mask_joint_transform": joint,
    }
    if with_points:
        resize = partial("img_and_mask_transforms.resize_all_to_same_size")
        config |= {
            "pointmap_transform": square(0),
            "img_mask_pointmap_joint_transform": [resize, *joint],
            "normalize_pointmap": True,
            "pointmap_normalizer": {
                "_target_": f"{_TDFY}.img_and_mask_transforms.ObjectCentricSSI",
                "use_scene_scale": True,
            },
        }
    return config


def _generator_file(flow: Config, fuser: Config, kind: str) -> Config:
    generator = "shortcut.model.ShortCut" if kind == "structure" else "flow_matching.model.FlowMatching"
    backbone = {
        "_target_": f"{_GENERATORS}.{generator}",
        "time_scale": 1000.0,
        "rescale_t": 3,
        "reverse_fn": {
            "_target_": f"{_GENERATORS}.classifier_free_guidance.ClassifierFreeGuidance",
            "unconditional_handling": "add_flag",
            "backbone": flow,
        },
    }
    module = {
        "pose_target_convention": "ScaleShiftInvariant",
        "generator": {"backbone": backbone},
        "condition_embedder": {"backbone": fuser},
    }
    return {"module": module}


def _structure_flow() -> Config:
    def latent(channels: int, embedder: Config) -> Config:
        name = f"{_MODELS}.mm_latent.{embedder.pop('name')}"
        return {
            "_target_": f"{_MODELS}.mm_latent.Latent",
            "in_channels": channels,
            "model_channels": WIDTH,
            "pos_embedder": {"_target_": name, "model_channels": WIDTH, **embedder},
        }

    shape = latent(LATENT, {"name": "ShapePositionEmbedder", "resolution": 16, "patch_size": 1})
    pose = {name: latent(size, {"name": "LearntPositionEmbedder", "token_len": 1}) for name, size in _POSE.items()}
    return {
        "_target_": f"{_MODELS}.mot_sparse_structure_flow.SparseStructureFlowTdfyWrapper",
        **_transformer(),
        "is_shortcut_model": True,
        "force_zeros_cond": True,
        "latent_mapping": {"shape": shape, **pose},
        "latent_share_transformer": {"6drotation_normalized": list(_POSE)},
    }


def _latent_flow() -> Config:
    return {
        "_target_": f"{_MODELS}.structured_latent_flow.SLatFlowModelTdfyWrapper",
        **_transformer(),
        "resolution": VOXELS,
        "patch_size": 2,
        "num_io_res_blocks": 2,
        "io_block_channels": [16],
        "force_zeros_cond": True,
    }


def _transformer() -> Config:
    return {
        "in_channels": LATENT,
        "out_channels": LATENT,
        "model_channels": WIDTH,
        "cond_channels": DINO_WIDTH,
        "num_blocks": BLOCKS,
        "num_heads": HEADS,
        "mlp_ratio": 4,
        "pe_mode": "ape",
        "qk_rms_norm": True,
        "use_fp16": True,
    }


def _fuser(*, with_points: bool) -> Config:
    def dino() -> Config:
        return {
            "_target_": f"{_EMBEDDERS}.dino.Dino",
            "input_size": SIDE,
            "repo_or_dir": "facebookresearch/dinov2",
            "dino_model": "dinov2_vits14_reg",
            "source": "github",
            "prenorm_features": True,
            "freeze_backbone": True,
        }

    embedders: list[object] = [
        [dino(), [["image", "cropped"], ["rgb_image", "full"]]],
        [dino(), [["mask", "cropped"], ["rgb_image_mask", "full"]]],
    ]
    if with_points:
        points = {
            "_target_": f"{_EMBEDDERS}.pointmap.PointPatchEmbed",
            "input_size": SIDE,
            "patch_size": 8,
            "embed_dim": POINT_WIDTH,
            "remap_output": "linear",
        }
        embedders.append([points, [["pointmap", "cropped"], ["rgb_pointmap", "full"]]])
    return {
        "_target_": f"{_EMBEDDERS}.embedder_fuser.EmbedderFuser",
        "embedder_list": embedders,
        "use_pos_embedding": "learned",
        "projection_net_hidden_dim_multiplier": 1.0,
    }


def _latent_decoder() -> Config:
    return {
        "resolution": VOXELS,
        "model_channels": WIDTH,
        "latent_channels": LATENT,
        "num_blocks": BLOCKS,
        "num_heads": HEADS,
        "mlp_ratio": 4,
        "attn_mode": "swin",
        "window_size": 8,
        "use_fp16": True,
    }


def _gaussian_decoder(gaussians: int) -> Config:
    return {
        "_target_": f"{_MODELS}.structured_latent_vae.decoder_gs.SLatGaussianDecoderTdfyWrapper",
        **_latent_decoder(),
        "representation_config": {
            "lr": {"_xyz": 1.0, "_features_dc": 1.0, "_opacity": 1.0, "_scaling": 1.0, "_rotation": 0.1},
            "perturb_offset": True,
            "voxel_size": 1.5,
            "num_gaussians": gaussians,
            "2d_filter_kernel_size": 0.1,
            "3d_filter_kernel_size": 9e-4,
            "scaling_bias": 4e-3,
            "opacity_bias": 0.1,
            "scaling_activation": "softplus",
        },
    }
