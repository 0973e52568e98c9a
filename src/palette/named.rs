//! The named colour maps.

use super::Gradient;

/// A named colour map, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the maps' own")]
pub enum Palette {
    Viridis,
    Magma,
    Inferno,
    Plasma,
    Cividis,
    Turbo,
    Cubehelix,
    Ember,
    Lagoon,
    Dusk,
    Meadow,
    Riso,
    Porcelain,
    Neon,
}

impl Palette {
    /// Every palette, in the order in which they are listed: the maps of science, then the painters'. Not
    /// format: a line names them.
    pub const ALL: [Self; 14] = [
        Self::Viridis,
        Self::Magma,
        Self::Inferno,
        Self::Plasma,
        Self::Cividis,
        Self::Turbo,
        Self::Cubehelix,
        Self::Ember,
        Self::Lagoon,
        Self::Dusk,
        Self::Meadow,
        Self::Riso,
        Self::Porcelain,
        Self::Neon,
    ];

    /// The name in a line of text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viridis => "viridis",
            Self::Magma => "magma",
            Self::Inferno => "inferno",
            Self::Plasma => "plasma",
            Self::Cividis => "cividis",
            Self::Turbo => "turbo",
            Self::Cubehelix => "cubehelix",
            Self::Ember => "ember",
            Self::Lagoon => "lagoon",
            Self::Dusk => "dusk",
            Self::Meadow => "meadow",
            Self::Riso => "riso",
            Self::Porcelain => "porcelain",
            Self::Neon => "neon",
        }
    }

    /// Bakes the palette into a gradient.
    pub fn gradient(self) -> Gradient {
        match self.source() {
            Definition::Map(map) => Gradient::along(&samples(map)),
            Definition::Colors(colors) => Gradient::through(&colors.iter().map(|c| bytes(*c)).collect::<Vec<_>>()),
        }
    }

    /// Where the colours come from. Part of the format: what a palette paints never changes.
    fn source(self) -> Definition {
        match self {
            Self::Viridis => Definition::Map(colorous::VIRIDIS),
            Self::Magma => Definition::Map(colorous::MAGMA),
            Self::Inferno => Definition::Map(colorous::INFERNO),
            Self::Plasma => Definition::Map(colorous::PLASMA),
            Self::Cividis => Definition::Map(colorous::CIVIDIS),
            Self::Turbo => Definition::Map(colorous::TURBO),
            Self::Cubehelix => Definition::Map(colorous::CUBEHELIX),
            Self::Ember => Definition::Colors(&[0x0d0a12, 0x3a1020, 0x8f1d1d, 0xd9541e, 0xf5a742, 0xfff1c9]),
            Self::Lagoon => Definition::Colors(&[0x06141f, 0x0b3c49, 0x13747d, 0x3fb8a0, 0xa8e0b0, 0xfff6d6]),
            Self::Dusk => Definition::Colors(&[0x10132b, 0x2e2a5b, 0x6b3f7d, 0xc2587f, 0xf2936b, 0xffd9a0]),
            Self::Meadow => Definition::Colors(&[0x12241b, 0x2f5233, 0x7a9e4b, 0xd9cf6a, 0xf2a65a, 0xc8553d]),
            Self::Riso => Definition::Colors(&[0x1d2c5e, 0x5b4a96, 0xc0558a, 0xef5d60, 0xf7b2a0, 0xfaf3e3]),
            Self::Porcelain => Definition::Colors(&[0xfbf8f1, 0xc9d8e6, 0x7fa3c7, 0x2f5d9b, 0x14274e]),
            Self::Neon => Definition::Colors(&[0x0b0221, 0x3b0a6b, 0x7a3cf0, 0x2de2e6, 0xd6fff6]),
        }
    }
}

enum Definition {
    /// A map of colorous, which has the original 256 colours of each.
    Map(colorous::Gradient),
    /// Colours at even distances, 0xRRGGBB.
    Colors(&'static [u32]),
}

fn samples(map: colorous::Gradient) -> Vec<[f32; 3]> {
    let color = |index| map.eval_rational(index, 256).as_array().map(|value| f32::from(value) / 255.0);
    (0..256).map(color).collect()
}

const fn bytes(color: u32) -> [u8; 3] {
    let [_, r, g, b] = color.to_be_bytes();
    [r, g, b]
}
